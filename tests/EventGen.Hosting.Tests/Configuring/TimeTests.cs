using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace EventGen.Hosting.Tests.Configuring;

/// <summary>Times are read in the form that the documentation names, and in no other.</summary>
public sealed class TimeTests
{
    private static readonly string[] s_settings =
    [
        "DrainTimeout", "HandlerTimeout", "PublisherDownLimit", "Retry:Delay", "Retry:MaxDelay", "PublisherRetry:Delay", "PublisherRetry:MaxDelay",
        "Events:order.placed:HandlerTimeout", "Events:order.placed:Retry:Delay", "Events:order.placed:PublisherRetry:MaxDelay",
        "Events:order.placed:Handlers:receipts:HandlerTimeout", "Events:order.placed:Handlers:receipts:Retry:Delay",
    ];

    [Theory]
    [InlineData("30")]
    [InlineData("0")]
    [InlineData("24:00:00")]
    [InlineData("48:00:00")]
    [InlineData("00:30")]
    [InlineData("00:00:60")]
    [InlineData("00:60:00")]
    [InlineData("1:00:00:00")]
    [InlineData("100:00:00")]
    [InlineData("00:00:00.")]
    [InlineData("00:00:00.12345678")]
    [InlineData("00:00:05 s")]
    [InlineData("99999999999.00:00:00")]
    public void TextThatIsNoTime_IsRefusedWhereverATimeIsRead(string text)
    {
        var builder = ConfiguredHost.With([.. s_settings.Select(setting => (setting, (string?)text))]);
        builder.Services.AddEventGen(builder.Configuration).AddPublisher(new MemoryPublisher("ledger"));
        using var host = builder.Build();

        var refusal = Assert.Throws<OptionsValidationException>(() => host.Services.GetRequiredService<IOptions<EventBusOptions>>().Value);

        Assert.All(s_settings, setting => Assert.Single(refusal.Failures, failure => failure.StartsWith($"{setting} is '{text}' in the configuration (it must be a time such as 00:00:30, or 1.00:00:00 for a day", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("00:00:05", 5_000)]
    [InlineData("0:00:05", 5_000)]
    [InlineData("00:00:00.250", 250)]
    [InlineData("00:00:00.5", 500)]
    [InlineData("23:59:59", 86_399_000)]
    [InlineData("1.00:00:00", 86_400_000)]
    [InlineData("1.00:00:00.001", 86_400_001)]
    [InlineData(" 00:01:00 ", 60_000)]
    public void TextThatIsATime_IsRead(string text, double milliseconds)
    {
        var options = ConfiguredHost.With(("DrainTimeout", text), ("HandlerTimeout", text), ("Retry:Delay", text), ("Retry:MaxDelay", text)).Options();

        var time = TimeSpan.FromMilliseconds(milliseconds);
        Assert.Equal((time, time, time, time), (options.DrainTimeout, options.HandlerTimeout, options.Retry.Delay, options.Retry.MaxDelay));
    }

    [Fact]
    public void TimeThatNoTimerCanWait_IsRefusedAtTheStart()
    {
        var builder = ConfiguredHost.With(("DrainTimeout", "60.00:00:00"), ("HandlerTimeout", "60.00:00:00"), ("Events:order.placed:HandlerTimeout", "60.00:00:00"));
        builder.Services.AddEventGen(builder.Configuration).AddPublisher(new MemoryPublisher("ledger"));
        using var host = builder.Build();

        var refusal = Assert.Throws<OptionsValidationException>(() => host.Services.GetRequiredService<IOptions<EventBusOptions>>().Value);

        Assert.Equal(3, refusal.Failures.Count());
        Assert.All(refusal.Failures, static failure => Assert.Contains("is 60.00:00:00 (it must be at most 24.20:31:23.6470000", failure, StringComparison.Ordinal));
    }
}
