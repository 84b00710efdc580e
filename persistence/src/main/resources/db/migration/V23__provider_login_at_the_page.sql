-- A login by a provider that was begun on the platform's own page: the parameters of the application's authorization request, which it completes.
ALTER TABLE pending_login ADD COLUMN request text;
