-- Which offers are about duty of a rota, for every write that changes its duty.
CREATE INDEX offer_rota ON offer (rota_id, ends_at);
CREATE INDEX offer_wanted_rota ON offer (wanted_rota_id, wanted_ends_at);
