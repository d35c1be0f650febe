"""The verbs of 研修活动, split by noun: the only code that writes."""
