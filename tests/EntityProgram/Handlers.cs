namespace EntityProgram;

/// <summary>Handlers that write with the watched context. No line of theirs looks whether they have had the event before.</summary>
public static class Handlers
{
    // Two saves, a change that fires the second event, and an update that no save makes.
    [Subscribe(Name = "check"), Retry(5, Delay = "00:00:00.05")]
    public static async Task CheckAsync(EntryAdded added, EntriesDb db, CancellationToken cancellationToken)
    {
        db.Effects.Add(new Effect { Handler = "check", Number = added.Id });
        await db.SaveChangesAsync(cancellationToken);
        var entry = await db.Entries.SingleAsync(entry => entry.Id == added.Id, cancellationToken);
        entry.Checked++;
        await db.SaveChangesAsync(cancellationToken);
        await db.Entries.Where(entry => entry.Id == added.Id).ExecuteUpdateAsync(static set => set.SetProperty(static entry => entry.Checked, static entry => entry.Checked + 1), cancellationToken);
    }

    [Subscribe(Name = "ledger"), Retry(5, Delay = "00:00:00.05")]
    public static async Task WriteAsync(EntryChecked entry, EntriesDb db, CancellationToken cancellationToken)
    {
        db.Effects.Add(new Effect { Handler = "ledger", Number = entry.Id });
        await db.SaveChangesAsync(cancellationToken);
    }
}
