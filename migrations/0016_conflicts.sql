-- Whether one person may be on duty on two rotas at once.
ALTER TABLE organisation ADD COLUMN two_rotas TEXT NOT NULL DEFAULT 'warn' CHECK (two_rotas IN ('allow', 'warn', 'forbid'));
