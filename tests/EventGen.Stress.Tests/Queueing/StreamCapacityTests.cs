namespace EventGen.Stress.Tests.Queueing;

/// <summary>How an emitter is woken that blocks on a full stream.</summary>
public sealed class StreamCapacityTests
{
    [Fact]
    public void EmitterThatBlocks_IsWokenOnce_WhenEnoughPlacesAreFree()
    {
        var room = new StreamCapacity(8);
        bool isHurried = false;
        room.EnterBlocking();

        for (int free = 1; free <= 7; free++) room.Free(free);
        room.Wait(ref isHurried, CancellationToken.None);
        Assert.False(isHurried);   // woken

        room.Free(8);
        room.Wait(ref isHurried, CancellationToken.None);
        Assert.True(isHurried);    // its patience has ended

        room.Free(1);
        room.Wait(ref isHurried, CancellationToken.None);   // any place will do
        room.LeaveBlocking(isHurried, free: 1);
    }
}
