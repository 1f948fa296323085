namespace EventGen.Stress.Tests.Buses;

/// <summary>Random emitters, workers, keys, full modes and stops.</summary>
public sealed class BusStressTests
{
    [Fact]
    public Task NothingIsLost_NothingComesTwice_KeysKeepTheirOrder_TheBoundHolds() =>
        StressTime.RepeatAsync(share: 0.4, static seed => new StressRound(seed).RunAsync());
}
