"""What is said when a file that somebody brought cannot be used."""


class Unreadable(ValueError):
    """An upload cannot be used (读不了的文件); the text is a sentence: why, and what to do now."""
