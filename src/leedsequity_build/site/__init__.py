"""The site: pages made from committed results and records, read in a browser without a network."""
