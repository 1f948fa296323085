using System.Threading.Channels;

namespace EventGen.Architecture.Tests;

/// <summary>What the code of the runtime must not call.</summary>
public sealed class ForbiddenCallTests
{
    private static readonly string[] s_reflection =
    [
        "System.Threading.Thread.Sleep",
        "System.Type.MakeGenericType",
        "System.Reflection.MethodInfo.MakeGenericMethod",
        "System.Activator.CreateInstance",   // which `new T()` is, too
        "System.Type.GetMethod",
        "System.Type.GetMethods",
    ];

    // A cancelled wait stays queued inside the channel until somebody writes or reads: WaitToReadAsync, then TryRead.
    private static readonly string[] s_channelWaits =
    [
        "System.Threading.Channels.ChannelReader`1.ReadAsync",
        "System.Threading.Channels.ChannelWriter`1.WriteAsync",
    ];

    [Theory]
    [InlineData("EventGen")]
    [InlineData("EventGen.AspNetCore")]
    [InlineData("EventGen.Hosting")]
    [InlineData("EventGen.Testing")]
    public void Runtime_NeitherSleepsNorReflects(string assembly) =>
        Findings.AssertNone(ProductAssembly.Named(assembly).Members.Intersect(s_reflection));

    [Fact]
    public void ShippedAssemblies_NeverWaitInsideAChannel()
    {
        var waits =
            from project in ProjectFile.Shipped()
            from member in ProductAssembly.Named(project.Name).Members
            where s_channelWaits.Contains(member)
            select $"{project.Name} calls {member}";

        Findings.AssertNone(waits);
    }

    [Fact]
    public void Members_HoldEveryForbiddenCall_WhenAnAssemblyMakesIt()
    {
        // This assembly does, below; were the names above wrong, the rules could not fail.
        var members = ProductAssembly.Named("EventGen.Architecture.Tests").Members;

        Assert.All(s_reflection.Concat(s_channelWaits), forbidden => Assert.Contains(forbidden, members));
        _ = (Action)(() => _ = Offend<List<int>>(typeof(List<>), Channel.CreateUnbounded<int>()));
    }

    private static async Task<T> Offend<T>(Type type, Channel<int> channel) where T : new()
    {
        Thread.Sleep(0);
        type.MakeGenericType(typeof(int)).GetMethod("Add")!.MakeGenericMethod(typeof(int));
        type.GetMethods();
        await channel.Writer.WriteAsync(1, TestContext.Current.CancellationToken);
        await channel.Reader.ReadAsync(TestContext.Current.CancellationToken);
        return new T();
    }
}
