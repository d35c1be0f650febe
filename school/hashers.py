from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2id(Argon2PasswordHasher):
    """Argon2id at 19 MiB: a whole school can log in within a minute on two cores, an offline guesser still pays."""

    time_cost = 2
    memory_cost = 19456
    parallelism = 1
