"""« Quel type de structure ? »: a decision tree as data, walked one question at a time."""
