using EventGen.Package.Tests.Packing;
using EventGen.Package.Tests.Pages;
using EventGen.Package.Tests.Publishing;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(EventGen.Package.Tests.LongestFirst))]

namespace EventGen.Package.Tests;

/// <summary>Starts first what takes longest: the tests of a class follow each other, and one that began late would go on when everything else has ended.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] s_first = [nameof(SourcePageTests), nameof(PublishTests), nameof(ServedPackagePageTests), nameof(PackagePageTests), nameof(DeterminismTests)];

    public IReadOnlyCollection<T> OrderTestCollections<T>(IReadOnlyCollection<T> testCollections)
        where T : Xunit.Sdk.ITestCollection =>
        [.. testCollections.OrderBy(static collection => Place(collection.TestCollectionDisplayName))];

    // "Test collection for <namespace>.<class> (id: …)".
    private static int Place(string collection)
    {
        int place = Array.FindIndex(s_first, name => collection.Contains($".{name} ", StringComparison.Ordinal));
        return place < 0 ? s_first.Length : place;
    }
}
