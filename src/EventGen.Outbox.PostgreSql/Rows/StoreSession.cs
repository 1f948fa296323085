namespace EventGen.Outbox.PostgreSql;

/// <summary>Whose rows a store works with, since it was opened. Immutable.</summary>
/// <param name="Names">The tables.</param>
/// <param name="Application">The application's number.</param>
/// <param name="Epoch">This start of this instance.</param>
internal sealed record StoreSession(TableNames Names, long Application, long Epoch)
{
    /// <summary>What those who wait for rows of the application listen to, quoted nowhere: letters, digits and underscores.</summary>
    public string Channel { get; } = $"{Names.Plain("outbox_")}{Application}";
}
