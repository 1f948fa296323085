namespace EventGen.Publishers.Conformance;

/// <summary>What all suites share: a back end of its own for each test.</summary>
/// <param name="backend">The back end under test.</param>
public abstract class Suite(Backend backend) : IAsyncLifetime
{
    private readonly List<Station> _stations = [];

    protected Backend Backend => backend;

    /// <summary>Long enough for thousands of messages on a machine that runs many suites at once and stands still now and then; only a test that fails waits for it.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromMinutes(10);

    public async ValueTask InitializeAsync() => await backend.StartAsync();

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Task.WhenAll(_stations.Select(static station => station.DisposeAsync().AsTask()));
        await backend.DisposeAsync();
    }

    /// <summary>Opens a station that sends, closed with the test.</summary>
    protected async Task<Station> SenderAsync(string channel = "parcels")
    {
        var station = await Station.SenderAsync(backend.Create(channel));
        Keep(station);
        return station;
    }

    /// <summary>Opens a station that receives, closed with the test.</summary>
    protected async Task<Station> ReceiverAsync(
        string channel = "parcels",
        string application = "receiver",
        Action<EventBusOptions>? configure = null,
        Func<Parcel, CancellationToken, ValueTask>? handling = null,
        IDeadLetterStore? deadLetters = null,
        bool canReceive = true)
    {
        var station = await Station.ReceiverAsync(backend.Create(channel), application, configure, handling, deadLetters, canReceive: canReceive);
        Keep(station);
        return station;
    }

    private void Keep(Station station)
    {
        station.DescribeAll = DescribeAsync;
        lock (_stations) _stations.Add(station);
    }

    // Of everybody: whoever has less than the others, or sent less, tells where the missing ones are.
    private async Task<string> DescribeAsync()
    {
        Station[] stations;
        lock (_stations) stations = [.. _stations];
        return string.Join('\n', [.. stations.Select(static station => station.Describe()), await backend.DescribeAsync()]);
    }

    protected static Task<T[]> ManyAsync<T>(int count, Func<int, Task<T>> open) => Task.WhenAll(Enumerable.Range(0, count).Select(open));

    protected static void AssertSame(IEnumerable<Parcel> expected, IEnumerable<Parcel> actual) =>
        Assert.Equal(expected.OrderBy(static parcel => parcel.Id), actual.Distinct().OrderBy(static parcel => parcel.Id));
}
