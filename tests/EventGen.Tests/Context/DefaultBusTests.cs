using System.Reflection;

namespace EventGen.Tests.Context;

/// <summary>The bus that is in force where nobody has put one in force. Each body runs in a copy of its own.</summary>
public sealed class DefaultBusTests
{
    public static TheoryData<string> Bodies =>
        [.. typeof(DefaultBusBodies).GetMethods(BindingFlags.Static | BindingFlags.Public).Select(static method => method.Name).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Bodies))]
    public Task Default(string body) => FreshCopy.RunAsync(typeof(DefaultBusBodies).GetMethod(body)!.CreateDelegate<Func<Task>>());

    [Fact]
    public void Current_WithoutAnyModule_ThrowsAndSaysWhatToDo()
    {
        var current = FreshCopy.LoadRuntime().GetType(typeof(EventBus).FullName!)!.GetProperty(nameof(EventBus.Current))!;

        var thrown = Assert.Throws<TargetInvocationException>(() => current.GetValue(null)).InnerException;

        Assert.Contains("AddEventGen", Assert.IsType<InvalidOperationException>(thrown).Message, StringComparison.Ordinal);
    }
}
