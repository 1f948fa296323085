// The attributes of two more test frameworks, as they are named there.
namespace NUnit.Framework
{
    [AttributeUsage(AttributeTargets.Class)] public sealed class TestFixtureAttribute : Attribute;
    [AttributeUsage(AttributeTargets.Method)] public sealed class TestAttribute : Attribute;
    [AttributeUsage(AttributeTargets.Method)] public sealed class SetUpAttribute : Attribute;
    [AttributeUsage(AttributeTargets.Method)] public sealed class TearDownAttribute : Attribute;
    [AttributeUsage(AttributeTargets.Method)] public sealed class OneTimeSetUpAttribute : Attribute;
    [AttributeUsage(AttributeTargets.Method)] public sealed class OneTimeTearDownAttribute : Attribute;
}

namespace Microsoft.VisualStudio.TestTools.UnitTesting
{
    [AttributeUsage(AttributeTargets.Class)] public sealed class TestClassAttribute : Attribute;
    [AttributeUsage(AttributeTargets.Method)] public sealed class TestMethodAttribute : Attribute;
    [AttributeUsage(AttributeTargets.Method)] public sealed class TestInitializeAttribute : Attribute;
    [AttributeUsage(AttributeTargets.Method)] public sealed class TestCleanupAttribute : Attribute;
}
