using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using EventGen.TestKit;
using Microsoft.Extensions.Configuration;

namespace EventGen.Hosting.Tests.Configuring;

/// <summary>The page of the documentation tells what there is.</summary>
public sealed partial class ConfigurationPageTests
{
    private static readonly string s_page = File.ReadAllText(Path.Combine(Repository.Root, "src", "docs", "reference", "configuration.md"));

    private static readonly Dictionary<string, string> s_defaults =
        Row().Matches(s_page).ToDictionary(static row => row.Groups["setting"].Value, static row => row.Groups["default"].Value);

    [Fact]
    public void Table_HasEverySetting_AndNoOther()
    {
        string[] settings =
        [
            .. Names(typeof(EventBusOptions), "").Except([nameof(EventBusOptions.Events)]),
            .. Names(typeof(RetryPolicy), "Retry:"),
            .. Names(typeof(EventOptions), "Events:<id>:").Except(["Events:<id>:Handlers"]),
            .. Names(typeof(HandlerOptions), "Events:<id>:Handlers:<name>:"),
        ];

        Assert.Equal(settings.Order(StringComparer.Ordinal), s_defaults.Keys.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(typeof(EventBusOptions), "")]
    [InlineData(typeof(RetryPolicy), "Retry:")]
    public void Table_HasTheDefaults(Type settings, string prefix)
    {
        object unset = Activator.CreateInstance(settings)!;

        Assert.All(
            settings.GetProperties().Where(static setting => setting.PropertyType.IsValueType),
            setting => Assert.Equal(Written(setting.GetValue(unset)!), s_defaults[prefix + setting.Name]));
    }

    [Fact]
    public void Example_IsBoundWholly()
    {
        var builder = ConfiguredHost.With();
        builder.Configuration.AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(Example().Match(s_page).Groups["json"].Value)));

        var options = builder.Options();

        Assert.Equal(("shop", 5000, 8, QueueFullMode.DropOldest), (options.Source, options.QueueCapacity, options.Workers, options.WhenQueueFull));
        Assert.Equal((3, 10), (options.Retry.Attempts, options.PublisherRetry.Attempts));
        Assert.Equal([typeof(ArgumentException)], options.Retry.Except);
        var order = options.Events["order.placed"];
        Assert.Equal((8, KeyOrder.Park, 20), (order.Retry!.Attempts, order.Retry.WhileRetrying, order.PublisherRetry!.Attempts));
        var receipts = order.Handlers["receipts"];
        Assert.Equal((Timeout.InfiniteTimeSpan, Backoff.Linear, false), (receipts.HandlerTimeout!.Value, receipts.Retry!.Backoff, receipts.Retry.Jitter));
        Assert.Equal([typeof(TimeoutException), typeof(HttpRequestException)], receipts.Retry.On);
    }

    private static IEnumerable<string> Names(Type settings, string prefix) =>
        settings.GetProperties().Where(static setting => setting.GetMethod is { IsStatic: false }).Select(setting => prefix + setting.Name);

    private static string Written(object value) => value switch
    {
        bool flag => flag ? "true" : "false",
        TimeSpan time when time == Timeout.InfiniteTimeSpan => "Infinite",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    [GeneratedRegex(@"^\| `(?<setting>[^`]+)` \| [^|]+ \| (?<default>[^|]+) \| [^|]+ \|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("```json\n(?<json>.*?)\n```", RegexOptions.Singleline)]
    private static partial Regex Example();
}
