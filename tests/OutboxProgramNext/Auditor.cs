namespace OutboxProgram;

/// <summary>The handlers that are new.</summary>
public static class Auditor
{
    [Subscribe(Name = "auditor"), Retry(5, Delay = "00:00:00.05")]
    public static Task AuditAsync(Booked e, CancellationToken cancellationToken) => Trial.NoteAsync("auditor", e.Number, cancellationToken);

    [Subscribe(Name = "notes"), Retry(5, Delay = "00:00:00.05")]
    public static Task NoteAsync(Noted e, CancellationToken cancellationToken) => Trial.NoteAsync("notes", e.Number, cancellationToken);
}
