using Xunit.Sdk;

namespace EventGen.TestKit.Tests;

public sealed class EventuallyTests
{
    [Fact]
    public async Task TrueAsync_AsksUntilTheConditionHolds()
    {
        int asked = 0;

        await Eventually.TrueAsync(() => ++asked == 3);

        Assert.Equal(3, asked);
    }

    [Fact]
    public async Task TrueAsync_OfAConditionThatTakesATask_AsksUntilItHolds()
    {
        int asked = 0;

        await Eventually.TrueAsync(async () =>
        {
            await Task.Yield();
            return ++asked == 3;
        });

        Assert.Equal(3, asked);
    }

    [Fact]
    public async Task TrueAsync_AtTheDeadline_SaysWhatItWaitedFor()
    {
        bool shipped = false;

        var failure = await Assert.ThrowsAnyAsync<XunitException>(() => Eventually.TrueAsync(() => shipped, TimeSpan.Zero));

        Assert.EndsWith("in vain for: () => shipped", failure.Message);
    }

    [Fact]
    public async Task EqualAsync_AtTheDeadline_SaysWhatTheValueWas()
    {
        var failure = await Assert.ThrowsAnyAsync<XunitException>(() => Eventually.EqualAsync(3, () => 2, TimeSpan.Zero));

        Assert.EndsWith("to be '3'; it was last '2'", failure.Message);
    }

    [Fact]
    public async Task WithinAsync_WhenTheTaskNeverCompletes_SaysWhatItWaitedFor()
    {
        var never = new TaskCompletionSource();

        var failure = await Assert.ThrowsAnyAsync<XunitException>(
            () => Deadline.WithinAsync(never.Task, "the parcel", TimeSpan.FromMilliseconds(1)));

        Assert.EndsWith("in vain for: the parcel", failure.Message);
    }

    [Fact]
    public async Task WithinAsync_WhenTheTaskFails_ThrowsWhatItThrew() =>
        await Assert.ThrowsAsync<InvalidTimeZoneException>(
            () => Deadline.WithinAsync(Task.FromException<int>(new InvalidTimeZoneException()), "a failure"));

    [Fact]
    public async Task ContainsAsync_AsksUntilAllPartsAreThere()
    {
        string? text = null;

        await Eventually.ContainsAsync(["a", "b"], () => text += text is null ? "a" : "b");

        Assert.Equal("ab", text);
    }

    [Fact]
    public async Task ContainsAsync_AtTheDeadline_PrintsTheWholeText()
    {
        string text = new('x', 1000);

        var failure = await Assert.ThrowsAnyAsync<XunitException>(() => Eventually.ContainsAsync(["xx", "y"], () => text, TimeSpan.Zero));

        Assert.EndsWith($"in vain for: () => text to contain 'xx', 'y'; it was last '{text}'", failure.Message);
    }
}
