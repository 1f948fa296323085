using System.Collections.Concurrent;

namespace EventGen.Outbox.Conformance;

/// <summary>What the handler of one test has had, and how it is to behave. Thread safe.</summary>
internal sealed class Mailroom
{
    private static readonly ConcurrentDictionary<string, Mailroom> s_rooms = new();

    public static Mailroom Of(string run) => s_rooms.GetOrAdd(run, static _ => new Mailroom());

    /// <summary>The numbers that were handled.</summary>
    public ConcurrentQueue<int> Handled { get; } = new();

    /// <summary>Whether the handler throws.</summary>
    public volatile bool Fails;

    /// <summary>Where the handler waits.</summary>
    public volatile AsyncGate? Gate;

    [Subscribe(Name = "mailroom"), Retry(1)]
    public static async Task HandleAsync(Posted e, CancellationToken cancellationToken)
    {
        var room = Of(e.Run);
        if (room.Gate is { } gate) await gate.PassAsync(cancellationToken);
        if (room.Fails) throw new InvalidOperationException($"Number {e.Number} fails.");
        room.Handled.Enqueue(e.Number);
    }
}
