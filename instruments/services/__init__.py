from instruments.services.answers import hand_in, keep_answers

__all__ = ["hand_in", "keep_answers"]
