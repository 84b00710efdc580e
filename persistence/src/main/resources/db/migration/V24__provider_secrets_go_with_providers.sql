-- What the platform shows a provider goes with it, also if it is set while the provider is removed.
LOCK TABLE config_entry, provider_secret IN SHARE ROW EXCLUSIVE MODE;
DELETE FROM provider_secret s WHERE NOT EXISTS (SELECT FROM config_entry e WHERE e.id = s.provider);
ALTER TABLE provider_secret ADD FOREIGN KEY (provider) REFERENCES config_entry ON DELETE CASCADE;
