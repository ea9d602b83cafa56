-- What a channel allows its encoder, and what a log-in by user and password is checked against.

ALTER TABLE channel ADD COLUMN encoder_cues INTEGER NOT NULL DEFAULT 0;  -- 1: the encoder may place cues
ALTER TABLE channel ADD COLUMN allow_from TEXT NOT NULL DEFAULT '';      -- networks with a space between; empty: all
ALTER TABLE channel ADD COLUMN login TEXT;                               -- salt, space, base64(MD5(id + salt + key));
                                                                         -- null: nobody can log in
