-- Which weights of a strength ever counted: the way back leads to each of them.

create table weight_fitting (
    version integer primary key,
    kind text not null, -- fitted, documented, returned
    of_version integer not null default 0, -- of returned: whose weights these are; 0 = the documented
    ratings integer not null default 0, -- of fitted: how many answers they were fitted to
    error_before real not null default -1, -- mean distance in points on answers not seen; -1 = not measured
    error_after real not null default -1,
    weights text not null, -- JSON: one number for each part, in the order of enum tie_part_kind
    made_by integer not null,
    made_at integer not null
);
