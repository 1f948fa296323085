namespace EventGen.Outbox.Tests;

/// <summary>
/// Stops the world at the n-th call of the store, for every n and each outcome, with one relay and with two; then starts again, and holds the promise
/// against what happened.
/// </summary>
public sealed class CrashPointTests(ITestOutputHelper output)
{
    private const int AtOnce = 8;

    public static TheoryData<CallOutcome, int> Cases
    {
        get
        {
            var cases = new TheoryData<CallOutcome, int>();
            foreach (var outcome in Enum.GetValues<CallOutcome>())
            {
                cases.Add(outcome, 1);
                cases.Add(outcome, 2);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public Task AtEveryPoint_NothingAcceptedIsLost(CallOutcome outcome, int relays) => TryEveryPointAsync(outcome, relays, deaths: 1);

    // As many as an event survives that runs in all of them.
    [Theory]
    [InlineData(CallOutcome.DiesAnswered)]
    [InlineData(CallOutcome.DiesUnanswered)]
    public Task AtEveryPointOfProcessesThatFollowEachOther_NothingAcceptedIsLost(CallOutcome outcome) => TryEveryPointAsync(outcome, relays: 1, deaths: 4);

    private async Task TryEveryPointAsync(CallOutcome outcome, int relays, int deaths)
    {
        // A trial waits for its relays more than it computes, and has a world of its own.
        int tried = 0;
        int[] reached;
        do
        {
            reached = await Task.WhenAll(Enumerable.Range(tried + 1, AtOnce).Select(point => TryAsync(point, outcome, relays, deaths)));
            tried += reached.Sum();
        }
        while (reached.All(static one => one == 1));

        output.WriteLine($"{outcome}, {relays} relays, {deaths} deaths: {tried} points tried.");
        Assert.True(tried >= 10, $"Only {tried} points were tried.");
    }

    /// <returns>1 when there was such a point, 0 when the work ended before it.</returns>
    private static async Task<int> TryAsync(int point, CallOutcome outcome, int relays, int deaths)
    {
        try
        {
            return await new CrashTrial(point, outcome, relays, deaths).RunAsync() ? 1 : 0;
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException($"Point {point}, outcome {outcome}, {relays} relays, {deaths} deaths: {exception.Message}", exception);
        }
    }
}
