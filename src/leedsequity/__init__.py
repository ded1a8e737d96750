"""Health inequality in Leeds: published numbers rebuilt from open data."""
