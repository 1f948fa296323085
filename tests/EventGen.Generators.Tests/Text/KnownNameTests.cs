using System.Reflection;
using EventGen.Generators.Parsing;
using EventGen.Generators.Text;

namespace EventGen.Generators.Tests.Text;

/// <summary>What the generator and the runtime both know is the same in both.</summary>
public sealed class KnownNameTests
{
    private static readonly Assembly s_runtime = typeof(EventBus).Assembly;

    [Fact]
    public void RuntimeNames_AreTypesOfTheRuntime()
    {
        var types = s_runtime.GetExportedTypes().Select(static type => type.FullName!.Split('`')[0]).ToHashSet(StringComparer.Ordinal);

        Assert.Empty(Names(typeof(RuntimeNames)).Where(static name => name.Field is not (nameof(RuntimeNames.Assembly) or nameof(RuntimeNames.HostingAssembly) or nameof(RuntimeNames.TestingAssembly) or nameof(RuntimeNames.TestBus)))
            .Select(static name => name.Value).Except(types));
        Assert.Equal(s_runtime.GetName().Name, RuntimeNames.Assembly);
    }

    [Fact]
    public void GeneratorName_IsWhatTheCompilerCallsTheGenerator()
    {
        Assert.Equal(typeof(EventGenGenerator).FullName, GeneratorName.FullName);
        Assert.Equal(typeof(EventGenGenerator).Assembly.GetName().Name, GeneratorName.Assembly);
    }

    [Fact]
    public void RetryDefaults_AreThoseOfThePolicy()
    {
        var policy = new RetryPolicy();

        Assert.Equal(policy.Attempts, RetryDefaults.Attempts);
        Assert.Equal(policy.Delay, RetryDefaults.Delay);
        Assert.Equal(policy.MaxDelay, RetryDefaults.MaxDelay);
        Assert.Equal(policy.Jitter, RetryDefaults.Jitter);
        Assert.Equal(policy.Backoff.ToString(), RetryDefaults.Backoff);
        Assert.Equal(policy.WhileRetrying.ToString(), RetryDefaults.WhileRetrying);
        Assert.Equal(policy.On.Count + policy.Except.Count, 0);
    }

    [Fact]
    public void LongestWait_IsTheRuntimesLimitOfTimers()
    {
        var limits = s_runtime.GetType("EventGen.TimerLimits", throwOnError: true)!;

        Assert.Equal(limits.GetField("Longest")!.GetValue(null), DeliveryParser.LongestWait);
    }

    private static IEnumerable<(string Field, string Value)> Names(Type table) =>
        table.GetFields(BindingFlags.Public | BindingFlags.Static).Select(static field => (field.Name, (string)field.GetRawConstantValue()!));
}
