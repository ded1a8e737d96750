"""Publishers' files and the raw tables made from them: `leedsequity raw fetch`, `raw compile`."""
