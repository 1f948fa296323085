using System.Reflection;
using System.Runtime.CompilerServices;
using System.Xml.Linq;

namespace EventGen.Tests.Dispatch;

/// <summary>A topic and a group declare their <c>Subscribe</c> overloads each; they stay the same.</summary>
public sealed class SubscribeOverloadsOfGroupsTests
{
    [Fact]
    public void TopicAndGroup_HaveTheSameOverloads_RankedAlike()
    {
        string[] topic = Overloads(typeof(EventTopic<>));

        Assert.Equal(12, topic.Length);
        Assert.Equal(topic, Overloads(typeof(EventGroup<>)));
    }

    [Fact]
    public void TopicAndGroup_HaveTheSameDocumentation()
    {
        var topic = Documentation("EventTopic");
        var group = Documentation("EventGroup");

        // The first of a group has its own summary, and takes all else from that of a topic.
        const string First = "(System.Action{`0})";
        Assert.True(topic.Remove(First));
        Assert.True(group.Remove(First, out string? first));
        Assert.Contains($"<inheritdoc cref=\"M:EventGen.EventTopic`1.Subscribe{First}\"", first, StringComparison.Ordinal);
        Assert.Equal(11, topic.Count);
        Assert.Equal(topic, group);
    }

    private static string[] Overloads(Type type) =>
        [.. type.GetMethods().Where(static method => method.Name == "Subscribe").Select(static method => $"{method} {method.GetCustomAttribute<OverloadResolutionPriorityAttribute>()?.Priority}").Order(StringComparer.Ordinal)];

    private static Dictionary<string, string> Documentation(string type)
    {
        string start = $"M:EventGen.{type}`1.Subscribe";
        return XDocument.Load(Path.Combine(AppContext.BaseDirectory, "EventGen.xml")).Descendants("member")
            .Select(static member => (Name: member.Attribute("name")!.Value, Text: string.Concat(member.Nodes())))
            .Where(member => member.Name.StartsWith(start + "(", StringComparison.Ordinal))
            .ToDictionary(
                member => member.Name[start.Length..],
                member => member.Text.Replace(type, "topic or group", StringComparison.Ordinal).Replace(" to every event of the group", "", StringComparison.Ordinal),
                StringComparer.Ordinal);
    }
}
