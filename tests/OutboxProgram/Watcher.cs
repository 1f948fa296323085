namespace OutboxProgram;

/// <summary>A second handler, settled by itself.</summary>
public static class Watcher
{
    [Subscribe(Name = "watcher"), Retry(5, Delay = "00:00:00.05")]
    public static async Task SeeAsync(Booked e, CancellationToken cancellationToken)
    {
        Trial.DieOf("watcher", e.Number);
        await Trial.HoldAsync(e.Number, cancellationToken);
        await Trial.NoteAsync("watcher", e.Number, cancellationToken);
    }
}
