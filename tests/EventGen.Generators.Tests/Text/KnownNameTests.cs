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

        Assert.Empty(Names(typeof(RuntimeNames)).Where(static name => name.Field is not (nameof(RuntimeNames.Assembly) or nameof(RuntimeNames.EntityFrameworkAssembly) or nameof(RuntimeNames.HostingAssembly)
                or nameof(RuntimeNames.PostgreSqlOutboxAssembly) or nameof(RuntimeNames.SqliteOutboxAssembly) or nameof(RuntimeNames.TestingAssembly) or nameof(RuntimeNames.TestBus)))
            .Select(static name => name.Value).Except(types));
        Assert.Equal(RuntimeNames.Assembly, s_runtime.GetName().Name);
    }

    [Fact]
    public void GeneratorName_IsWhatTheCompilerCallsTheGenerator()
    {
        Assert.Equal(GeneratorName.FullName, typeof(EventGenGenerator).FullName);
        Assert.Equal(GeneratorName.Assembly, typeof(EventGenGenerator).Assembly.GetName().Name);
    }

    [Fact]
    public void RetryDefaults_AreThoseOfThePolicy()
    {
        var policy = new RetryPolicy();

        Assert.Equal(RetryDefaults.Attempts, policy.Attempts);
        Assert.Equal(RetryDefaults.Delay, policy.Delay);
        Assert.Equal(RetryDefaults.MaxDelay, policy.MaxDelay);
        Assert.Equal(RetryDefaults.Jitter, policy.Jitter);
        Assert.Equal(RetryDefaults.Backoff, policy.Backoff.ToString());
        Assert.Equal(RetryDefaults.WhileRetrying, policy.WhileRetrying.ToString());
        Assert.Empty(policy.On.Concat(policy.Except));
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
