namespace EventGen.Outbox.Tests;

/// <summary>
/// Stops the world at the n-th call of the store, for every n and each outcome, with one relay and with two; then starts again, and holds the promise
/// against what happened.
/// </summary>
public sealed class CrashPointTests(ITestOutputHelper output)
{
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
        int point = 0;
        bool isReached;
        do
        {
            var trial = new CrashTrial(++point, outcome, relays, deaths);
            try
            {
                isReached = await trial.RunAsync();
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"Point {point}, outcome {outcome}, {relays} relays, {deaths} deaths: {exception.Message}", exception);
            }
        }
        while (isReached);

        output.WriteLine($"{outcome}, {relays} relays, {deaths} deaths: {point - 1} points tried.");
        Assert.True(point > 10, $"Only {point - 1} points were tried.");
    }
}
