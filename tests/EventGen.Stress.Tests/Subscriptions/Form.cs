namespace EventGen.Stress.Tests.Subscriptions;

/// <summary>By which overload a handler subscribes.</summary>
internal enum Form
{
    /// <summary>With a delegate that several subscriptions share, so that it can be unsubscribed by it.</summary>
    Shared,

    Plain,

    WithContext,

    Asynchronous,
}
