-- Holiday calendars of the organisation's own, beside those that come with Tandem: days are dates with names, as JSON.
-- Each change is a row of its own; the current one has no `to_revision`.
CREATE TABLE holiday_calendar (
    calendar_key  TEXT   NOT NULL,
    name          TEXT   NOT NULL,
    days          TEXT   NOT NULL,
    changed_by    TEXT   NOT NULL,
    changed_at    BIGINT NOT NULL,
    from_revision BIGINT NOT NULL,
    to_revision   BIGINT,
    PRIMARY KEY (calendar_key, from_revision)
);

CREATE UNIQUE INDEX holiday_calendar_current ON holiday_calendar (calendar_key) WHERE to_revision IS NULL;
