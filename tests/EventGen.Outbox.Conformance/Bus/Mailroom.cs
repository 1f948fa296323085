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

    /// <summary>What the handler's exception says; <see langword="null"/> for the usual.</summary>
    public volatile string? Failure;

    /// <summary>Where the handler waits.</summary>
    public volatile AsyncGate? Gate;

    /// <summary>What the handler with a transaction does, with the number of its event.</summary>
    public volatile Func<OutboxTransaction, int, CancellationToken, Task>? Chore;

    /// <summary>What the synchronous handler does.</summary>
    public volatile Action<Echo>? Echo;

    /// <summary>What a handler of a lot does, with the handler's name.</summary>
    public volatile Func<string, Lot, Task>? Lot;

    [Subscribe(Name = "echo"), Retry(1)]
    public static void Repeat(Echo e) => Of(e.Run).Echo!(e);

    [Subscribe(Name = "passing"), Retry(2, Delay = "00:00:00.500", Jitter = false, WhileRetrying = KeyOrder.Park)]
    public static Task PassAsync(Lot e) => Of(e.Run).Lot!("passing", e);

    [Subscribe(Name = "strict", Order = 1), Retry(2, Delay = "00:00:00.500", Jitter = false, WhileRetrying = KeyOrder.Block)]
    public static Task KeepOrderAsync(Lot e) => Of(e.Run).Lot!("strict", e);

    [Subscribe(Name = "chores"), Retry(2, Delay = "00:00:00.010")]
    public static Task DoAsync(Chore e, OutboxTransaction transaction, CancellationToken cancellationToken) => Of(e.Run).Chore!(transaction, e.Number, cancellationToken);

    [Subscribe(Name = "mailroom"), Retry(1)]
    public static async Task HandleAsync(Posted e, CancellationToken cancellationToken)
    {
        var room = Of(e.Run);
        if (room.Gate is { } gate) await gate.PassAsync(cancellationToken);
        if (room.Fails) throw new InvalidOperationException(room.Failure ?? $"Number {e.Number} fails.");
        room.Handled.Enqueue(e.Number);
    }
}
