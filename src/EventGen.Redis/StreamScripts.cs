namespace EventGen.Redis;

/// <summary>What has to be one step on the server, so that no other client comes between its parts.</summary>
internal static class StreamScripts
{
    /// <summary>The id of the last entry that a stream has had; nothing where there is no stream. The command itself sends the first and the last entry along, however large they are.</summary>
    public const string LastId =
        """
        local stream = redis.pcall('XINFO', 'STREAM', KEYS[1])
        if stream.err then
            if string.find(stream.err, 'no such key', 1, true) then return false end
            return stream
        end

        for i = 1, #stream, 2 do
            if stream[i] == 'last-generated-id' then return stream[i + 1] end
        end
        """;

    /// <summary>
    /// How many entries a group has not read, and how many were deleted before it could: (unread or -1, lost). Before Redis 7.0 neither is known.
    /// </summary>
    /// <remarks>
    /// Redis counts the entries it ever added and those a group has read. Where the group stands before the first entry, or behind
    /// the last, its place among all entries is known for certain; what its count lacks up to there was deleted unread. The count
    /// is corrected with that, and so the same loss is told to one instance alone. It may lack what was read as well: Redis 7.0 does not write to its file, nor to a replica, what it counts while a group
    /// reads, and takes up an old count after a restart. So no more is told than was deleted at all.
    /// </remarks>
    public const string Progress =
        """
        local function named(reply)
            local values = {}
            for i = 1, #reply, 2 do values[reply[i]] = reply[i + 1] end
            return values
        end

        local function precedes(one, other)
            local time1, number1 = string.match(one, '^(%d+)-(%d+)$')
            local time2, number2 = string.match(other, '^(%d+)-(%d+)$')
            if time1 == time2 then time1, time2 = number1, number2 end
            return #time1 < #time2 or (#time1 == #time2 and time1 < time2)
        end

        local groups = redis.pcall('XINFO', 'GROUPS', KEYS[1])
        if groups.err then
            if string.find(groups.err, 'no such key', 1, true) then return { -1, 0 } end
            return groups
        end

        local group
        for _, reply in ipairs(groups) do
            local candidate = named(reply)
            if candidate.name == ARGV[1] then group = candidate end
        end

        local stream = named(redis.call('XINFO', 'STREAM', KEYS[1]))
        local added = stream['entries-added']
        if not group or not added then return { -1, 0 } end

        local delivered, first = group['last-delivered-id'], stream['recorded-first-entry-id']
        local counted = group['entries-read']
        local unread, reached = -1, nil
        if stream.length == 0 or not precedes(delivered, stream['last-generated-id']) then
            unread, reached = 0, added
        elseif precedes(delivered, first) then
            unread = stream.length
            -- Entries deleted in the middle would be taken for entries before the first.
            if precedes(stream['max-deleted-entry-id'], first) then reached = added - stream.length end
        elseif counted then
            unread = math.min(stream.length, added - counted)
        end

        local lost = 0
        if reached and reached ~= counted then
            if counted and counted < reached then lost = math.min(reached - counted, added - stream.length) end
            redis.call('XGROUP', 'SETID', KEYS[1], ARGV[1], delivered, 'ENTRIESREAD', reached)
        end

        return { unread, lost }
        """;

    /// <summary>
    /// Takes over what has been left unattended: (id to go on behind, or nothing at the end; entries; ids of entries that are no longer there).
    /// An entry that was delivered often is taken alone. Of one that is too large, nothing is sent; of one without a message, what it has instead.
    /// </summary>
    /// <remarks>Arguments: group, consumer, idle milliseconds, from, count, largest message, deliveries from which an entry is alone, bytes of one answer.</remarks>
    public const string Claim =
        """
        local entries, deleted, last, bytes = {}, {}, '', 0
        for _, pending in ipairs(redis.call('XPENDING', KEYS[1], ARGV[1], 'IDLE', ARGV[3], ARGV[4], '+', ARGV[5])) do
            local id, deliveries = pending[1], pending[4]
            local isAlone = deliveries >= tonumber(ARGV[7])
            if #entries > 0 and (isAlone or bytes >= tonumber(ARGV[8])) then break end
            last = id
            local entry = redis.call('XRANGE', KEYS[1], id, id)[1]
            if not entry then
                redis.call('XACK', KEYS[1], ARGV[1], id)
                deleted[#deleted + 1] = id
            else
                redis.call('XCLAIM', KEYS[1], ARGV[1], ARGV[2], 0, id, 'RETRYCOUNT', deliveries + 1, 'JUSTID')
                local group, data = false, false
                for i = 1, #entry[2], 2 do
                    if entry[2][i] == 'group' then group = entry[2][i + 1] end
                    if entry[2][i] == 'data' then data = entry[2][i + 1] end
                end

                local size = data and #data or 0
                if size > tonumber(ARGV[6]) then data = false else bytes = bytes + size end
                local others = false
                if size == 0 then
                    local length = 0
                    for i = 1, #entry[2] do length = length + #entry[2][i] end
                    if length <= tonumber(ARGV[6]) then others, bytes = entry[2], bytes + length end
                end

                entries[#entries + 1] = { id, deliveries + 1, size, group, data, others }
                if isAlone then break end
            end
        end

        return { last, entries, deleted }
        """;

    /// <summary>
    /// Leaves an entry to whoever claims it, with one delivery less: 1 when it is left, 0 when somebody has acknowledged it, -1 when the stream has deleted it.
    /// </summary>
    /// <remarks>
    /// Arguments: group, consumer, id. One less than the server has counted, not than this consumer knows: somebody else may have taken the entry over meanwhile, and what he has counted
    /// must remain.
    /// </remarks>
    public const string Return =
        """
        local pending = redis.call('XPENDING', KEYS[1], ARGV[1], ARGV[3], ARGV[3], 1)[1]
        if not pending then return 0 end
        if #redis.call('XRANGE', KEYS[1], ARGV[3], ARGV[3]) == 0 then
            redis.call('XACK', KEYS[1], ARGV[1], ARGV[3])
            return -1
        end

        redis.call('XCLAIM', KEYS[1], ARGV[1], ARGV[2], 0, ARGV[3], 'RETRYCOUNT', math.max(pending[4] - 1, 0), 'JUSTID')
        return 1
        """;

    /// <summary>Takes consumers with nothing pending off a group: the one of a name, and those that have been idle for longer.</summary>
    /// <remarks>Arguments: group, name, idle milliseconds.</remarks>
    public const string DeleteIdleConsumers =
        """
        for _, fields in ipairs(redis.call('XINFO', 'CONSUMERS', KEYS[1], ARGV[1])) do
            local c = {}
            for i = 1, #fields, 2 do c[fields[i]] = fields[i + 1] end
            if c.pending == 0 and (c.name == ARGV[2] or c.idle > tonumber(ARGV[3])) then
                redis.call('XGROUP', 'DELCONSUMER', KEYS[1], ARGV[1], c.name)
            end
        end
        """;
}
