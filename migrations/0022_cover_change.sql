-- A cover that is changed ends, and another stands in for it: where that lies in the stack (as the first of them all did),
-- and which it replaced. Nothing of it for a cover that was made new.
ALTER TABLE cover ADD COLUMN layer BIGINT;
ALTER TABLE cover ADD COLUMN origin_id TEXT REFERENCES cover (id);
ALTER TABLE cover ADD COLUMN replaces_id TEXT REFERENCES cover (id);
