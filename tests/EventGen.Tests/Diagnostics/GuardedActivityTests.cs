using EventGen.Tests.Dispatch;

namespace EventGen.Tests.Diagnostics;

public sealed class GuardedActivityTests
{
    [Fact]
    public void Continue_AnEventWithoutATrace_MakesNothing() => Assert.Equal(0, Allocated.By(1000, static () => GuardedActivity.Continue("received", trace: null)));
}
