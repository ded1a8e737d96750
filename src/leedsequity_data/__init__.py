"""Publishers' files, and the raw tables that are made from them: `leedsequity raw fetch`, `leedsequity raw compile`."""
