"""Building the demo (演示): the invented school of spec 11 and its term, from plain facts into tables."""
