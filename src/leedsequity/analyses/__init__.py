"""One room a notebook: which statistic answers which question, and the findings in words."""
