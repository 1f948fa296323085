namespace EventGen.Hosting.Tests.Shop;

/// <summary>Handles events, and is known to the other services of its scope by an interface.</summary>
internal sealed class Concierge(Journal journal) : IConcierge, IDisposable
{
    [Subscribe]
    public void Greet(DoorOpened opened, IConcierge? known) => journal.Write($"concierge {opened.Number}, known {ReferenceEquals(this, known)}");

    public void Dispose() => journal.Write("concierge ends");
}
