using EventGen.Package.Tests.Pages;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(EventGen.Package.Tests.LongestFirst))]

namespace EventGen.Package.Tests;

/// <summary>Starts the pages that clone the repository before all others: they are followed one after the other, and would go on when everything else has ended.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    public IReadOnlyCollection<T> OrderTestCollections<T>(IReadOnlyCollection<T> testCollections)
        where T : Xunit.Sdk.ITestCollection =>
        [.. testCollections.OrderByDescending(static collection => collection.TestCollectionDisplayName.Contains($".{nameof(SourcePageTests)} ", StringComparison.Ordinal))];
}
