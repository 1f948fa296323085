namespace EventGen.Hosting.Tests.Shop;

/// <summary>Handles events, and is known to others by an interface.</summary>
internal sealed class Porter(Journal journal) : IPorter, IDisposable
{
    public int Heard { get; private set; }

    [Subscribe]
    public void Hear(BellRung rung) => journal.Write($"porter {rung.Number}, {++Heard} heard");

    public void Dispose() => journal.Write("porter ends");
}
