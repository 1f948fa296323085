using EventGen.Generators.Analyzers;
using EventGen.Generators.Tests.Rules;
using EventGen.TestKit;

namespace EventGen.Generators.Tests.Analyzers;

public sealed class DeliverySettingsTests
{
    private const string Placed = "namespace Shop; [Event] public record Placed(int Number); public class Oops : Exception;";

    private static readonly AnalyzerHarness s_handlers = new(static () => new HandlerAnalyzer())
    {
        Project = Project.Setup,
        Generators = [static () => new EventGenGenerator()],
    };

    private static readonly AnalyzerHarness s_events = new(static () => new EventAnalyzer())
    {
        Project = Project.Setup,
        Generators = [static () => new EventGenGenerator()],
    };

    [Theory, Fires("EVG2012")]
    [InlineData("Retry(0)", "[Retry] makes 0 attempts; make at least 1, the first attempt")]
    [InlineData("Retry(-1)", "[Retry] makes -1 attempts; make at least 1, the first attempt")]
    [InlineData("Retry(attempts: 0)", "[Retry] makes 0 attempts; make at least 1, the first attempt")]
    [InlineData("Retry(2, Delay = \"00:00:30.001\")", "[Retry] waits at most 00:00:30, less than its delay of 00:00:30.0010000; raise MaxDelay or lower Delay")]
    [InlineData("Retry(2, Delay = \"200 ms\")", "[Retry] has '200 ms' as Delay, which is no time; write it as \"hh:mm:ss.fff\"")]
    [InlineData("Retry(2, Delay = null!)", "[Retry] has '' as Delay, which is no time; write it as \"hh:mm:ss.fff\"")]
    [InlineData("Retry(2, Delay = \"-00:00:01\")", "[Retry] waits -00:00:01; wait no less than zero")]
    [InlineData("Retry(2, MaxDelay = \"00:00:00.1\")", "[Retry] waits at most 00:00:00.1000000, less than its delay of 00:00:00.2000000; raise MaxDelay or lower Delay")]
    [InlineData("Retry(2, Delay = \"5\")", "[Retry] has '5' as Delay, which is no time; write it as \"hh:mm:ss.fff\"")]
    [InlineData("Retry(2, MaxDelay = \"30\")", "[Retry] has '30' as MaxDelay, which is no time; write it as \"hh:mm:ss.fff\"")]
    [InlineData("Retry(2, MaxDelay = \"24:00:00\")", "[Retry] has '24:00:00' as MaxDelay, which is no time; write it as \"hh:mm:ss.fff\"")]
    [InlineData("Retry(2, MaxDelay = \"30.00:00:00\")", "[Retry] waits at most 30.00:00:00, longer than a timer can; wait at most 24.20:31:23.6470000")]
    [InlineData("Retry(2, Backoff = (Backoff)7)", "[Retry] has 7 as Backoff, which is none of Backoff; use one of its members")]
    [InlineData("Retry(2, WhileRetrying = (KeyOrder)7)", "[Retry] has 7 as WhileRetrying, which is none of KeyOrder; use one of its members")]
    [InlineData("Retry(2, On = [typeof(string)])", "[Retry] names 'string' in On, which is no exception; name types that derive from System.Exception, and are not generic")]
    [InlineData("Retry(2, On = [typeof(FormatException), typeof(TimeoutException)], Except = [typeof(FormatException)])", "[Retry] names 'System.FormatException' in On and in Except, which leaves it out; name it in one of them")]
    [InlineData("HandlerTimeout(\"soon\")", "[HandlerTimeout] has 'soon' as its limit, which is no time; write a time above zero as \"hh:mm:ss.fff\"")]
    [InlineData("HandlerTimeout(\"30\")", "[HandlerTimeout] has '30' as its limit, which is no time; write a time above zero as \"hh:mm:ss.fff\"")]
    [InlineData("HandlerTimeout(\"00:30\")", "[HandlerTimeout] has '00:30' as its limit, which is no time; write a time above zero as \"hh:mm:ss.fff\"")]
    [InlineData("HandlerTimeout(\"24:00:00\")", "[HandlerTimeout] has '24:00:00' as its limit, which is no time; write a time above zero as \"hh:mm:ss.fff\"")]
    [InlineData("HandlerTimeout(\"00:00:00\")", "[HandlerTimeout] has '00:00:00' as its limit, less than a millisecond; write a time above zero as \"hh:mm:ss.fff\"")]
    [InlineData("HandlerTimeout(\"60.00:00:00\")", "[HandlerTimeout] has '60.00:00:00' as its limit, longer than a timer can wait; write at most 24.20:31:23.6470000, or leave the attribute out")]
    public async Task SettingThatCannotWork_IsReported_OnAHandlerAndOnAnEvent(string attribute, string message)
    {
        var reported = await s_handlers.VerifyAsync(Placed, $$"""
            namespace Shop;
            public class H
            {
                [Subscribe] [{|EVG2012:{{attribute}}|}] public void On(Placed e) { }
            }
            """);
        Assert.All(reported, found => Assert.Equal($"'Shop.H.On': {message}", found.GetMessage()));

        reported = await s_events.VerifyAsync($$"""
            namespace Shop;
            [Event] [{|EVG2012:{{attribute}}|}] public record Paid;
            """);
        Assert.All(reported, found => Assert.Equal($"'Shop.Paid': {message}", found.GetMessage()));
    }

    [Fact, Fires("EVG2012")]
    public async Task ExceptionThatGeneratedCodeCannotName_IsReported()
    {
        var reported = await s_handlers.VerifyAsync(
            Placed, "namespace Shop; public class H { private class Hidden : Exception; [Subscribe] [{|EVG2012:Retry(2, Except = [typeof(Hidden)])|}] public void On(Placed e) { } }");

        Assert.Equal("'Shop.H.On': [Retry] names 'Shop.H.Hidden' in Except; name exceptions that generated code can reach", Assert.Single(reported).GetMessage());
    }

    [Theory, Silent("EVG2012")]
    [InlineData("Retry(1)")]
    [InlineData("Retry(attempts: 2)")]
    [InlineData("Retry(attempts: 2, Delay = \"00:00:30\")")]
    [InlineData("Retry(2, MaxDelay = \"00:00:00.200\")")]
    [InlineData("Retry(5, Delay = \"00:00:00.200\", Backoff = Backoff.Linear, MaxDelay = \"00:00:30\", Jitter = false, On = [typeof(Oops), typeof(TimeoutException)], Except = new[] { typeof(Exception) }, WhileRetrying = KeyOrder.Park)")]
    [InlineData("Retry(2, Delay = \"00:00:00\", MaxDelay = \"00:00:00\")")]
    [InlineData("HandlerTimeout(\"00:00:10\")")]
    [InlineData("HandlerTimeout(\"1.00:00:00.5\")")]
    public async Task SettingThatWorks_IsNotReported(string attribute)
    {
        await s_handlers.VerifyAsync(Placed, $"namespace Shop; public class H {{ [Subscribe] [{attribute}] public void On(Placed e) {{ }} }}");
        await s_events.VerifyAsync(Placed, $"namespace Shop; [Event] [{attribute}] public record Paid;");
    }
}
