-- How a person reads dates, times and pages. No theme is no choice: the browser's own holds.
ALTER TABLE person ADD COLUMN date_order TEXT NOT NULL DEFAULT 'day_first'
    CHECK (date_order IN ('day_first', 'month_first', 'year_first'));
ALTER TABLE person ADD COLUMN hour_clock TEXT NOT NULL DEFAULT '24' CHECK (hour_clock IN ('24', '12'));
ALTER TABLE person ADD COLUMN theme TEXT CHECK (theme IN ('system', 'light', 'dark'));
