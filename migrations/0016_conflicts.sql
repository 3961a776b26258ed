-- Whether one person may be on duty on two rotas at once.
ALTER TABLE organisation ADD COLUMN two_rotas TEXT NOT NULL DEFAULT 'warn' CHECK (two_rotas IN ('allow', 'warn', 'forbid'));

-- A person's duty is looked for on all rotas.
CREATE INDEX duty_lead ON duty (lead_id, starts_at);
CREATE INDEX duty_engineer ON duty (engineer_id, starts_at);
