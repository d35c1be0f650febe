"""Reads across 研修活动, page-ready, split by noun."""
