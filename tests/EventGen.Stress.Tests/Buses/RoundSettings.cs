namespace EventGen.Stress.Tests.Buses;

/// <summary>What a seed makes of a round.</summary>
public sealed record RoundSettings
{
    private static readonly int[] s_capacities = [1, 2, 3, 5, 16, 100, 1000, 5000];

    private RoundSettings()
    {
    }

    public required int Workers { get; init; }

    public required int Capacity { get; init; }

    public required QueueFullMode Mode { get; init; }

    public required int Emitters { get; init; }

    /// <summary>How many keys there are; 0 for a round without.</summary>
    public required int Keys { get; init; }

    public required int EventsPerEmitter { get; init; }

    public required RoundEnd End { get; init; }

    /// <summary>One handler call in how many suspends, throws, and emits two more events; 0 for none.</summary>
    public required int SuspendsOneIn { get; init; }

    public required int ThrowsOneIn { get; init; }

    public required int EmitsOneIn { get; init; }

    /// <summary>The most that may wait. Where all workers wait for room, their handlers' events go above the capacity: no bound but their number.</summary>
    public int Bound => Mode == QueueFullMode.Wait && EmitsOneIn != 0 ? Capacity + (2 * Emitters * EventsPerEmitter) : Capacity;

    public static RoundSettings Draw(Random random) => new()
    {
        Workers = random.Next(1, 9),
        Capacity = s_capacities[random.Next(s_capacities.Length)],
        Mode = (QueueFullMode)random.Next(4),
        Emitters = random.Next(1, 7),
        Keys = random.Next(3) == 0 ? 0 : random.Next(1, 17),
        EventsPerEmitter = random.Next(50, 1500),
        End = (RoundEnd)random.Next(3),
        SuspendsOneIn = random.Next(3) * random.Next(1, 8),
        ThrowsOneIn = random.Next(2) * random.Next(2, 50),
        EmitsOneIn = random.Next(2) * random.Next(3, 20),
    };
}
